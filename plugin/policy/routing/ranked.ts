/** The indices with the least of `values` first; equal ones stay as they stand. `values`: one for each index, in the same order. */
export function ranked(indices: Array<i32>, values: Array<f64>): Array<i32> {
  const order = indices.slice(0);
  const kept = values.slice(0);
  // A model has a handful of targets.
  for (let i = 1; i < order.length; i++) {
    const index = order[i];
    const value = kept[i];
    let at = i;
    for (; at > 0 && kept[at - 1] > value; at--) {
      order[at] = order[at - 1];
      kept[at] = kept[at - 1];
    }
    order[at] = index;
    kept[at] = value;
  }
  return order;
}

/** `leader` before the rest, which stays in its order. */
export function ledBy(leader: i32, order: Array<i32>): Array<i32> {
  const led: Array<i32> = [leader];
  for (let i = 0; i < order.length; i++) if (order[i] != leader) led.push(order[i]);
  return led;
}
