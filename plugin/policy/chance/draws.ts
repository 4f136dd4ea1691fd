/** Numbers drawn by chance: the same again each time where the policy gives a seed. Splitmix64, https://prng.di.unimi.it/splitmix64.c */
export class Draws {
  private state: u64 = 0;
  private isSeeded: bool = false;

  seed(value: u64): void {
    this.state = value;
    this.isSeeded = true;
  }

  /** In [0, 1). `chance`: what no two requests have in common; it counts without a seed. */
  next(chance: u64): f64 {
    this.state = (this.isSeeded ? this.state : chance) + 0x9e3779b97f4a7c15;
    let mixed = this.state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return <f64>((mixed ^ (mixed >> 31)) >> 11) / 9007199254740992.0;
  }
}
