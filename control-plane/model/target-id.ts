/**
 * `<model>/<provider>`, and `#2`, `#3` … where a provider stands in one model again. The upstream
 * model's name is left out on purpose: the id names an Envoy cluster, and a change of that name has
 * to be in force without a restart of Envoy.
 */
export function targetIds(model: string, targets: readonly { provider: string }[]): string[] {
  const count = new Map<string, number>();
  return targets.map(({ provider }) => {
    const nth = (count.get(provider) ?? 0) + 1;
    count.set(provider, nth);
    return nth === 1 ? `${model}/${provider}` : `${model}/${provider}#${nth}`;
  });
}
