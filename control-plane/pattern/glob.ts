/** Whether a name stands for several. */
export function isGlob(name: string): boolean {
  return /[*?]/.test(name);
}
