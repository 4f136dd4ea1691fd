import { randomBytes } from "../abi/host";
import { Draw } from "../policy/chance/draw";

const SEED_BYTES: i32 = 8;

let own: Draw | null = null;

/** This VM's own chance. */
export function ownDraw(): Draw {
  const drawn = own;
  if (drawn !== null) return drawn;
  const seed = memory.data(SEED_BYTES);
  randomBytes(seed, SEED_BYTES);
  const made = new Draw(load<u64>(seed));
  own = made;
  return made;
}

/** What the policy's choices are drawn from: by its seed, in each VM the same again, else this VM's own chance. */
export function drawOf(seeded: Draw | null): Draw {
  return seeded !== null ? seeded : ownDraw();
}
