/** The claims of a token that tell the filter who sends it. */
export class TokenClaims {
  constructor(
    public tenant: string,
    public models: string,
  ) {}
}
