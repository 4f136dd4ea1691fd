/** A frame of Zstandard that compresses nothing (RFC 8878, section 3.1.1): Node 20 cannot write one. */
export function zstdOf(body: string | Buffer): Buffer {
  const bytes = Buffer.from(body);
  const blocks: Buffer[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += MOST_IN_BLOCK) {
    const piece = bytes.subarray(at, at + MOST_IN_BLOCK);
    blocks.push(blockHead(RAW, piece.length, at + MOST_IN_BLOCK >= bytes.length), piece);
  }
  return Buffer.concat([frameHead(bytes.length), ...blocks]);
}

/** As many blocks that say one space so many times: four bytes each. */
export function zstdRuns(blocks: number, times: number): Buffer {
  const block = Buffer.concat([blockHead(RUN, times, false), Buffer.from(" ")]);
  return Buffer.concat([FRAME_OF_ANY_SIZE, ...Array.from({ length: blocks }, () => block)]);
}

/** As many times 128 KiB of spaces: each run beside so many bytes as they are that nothing of it becomes 100 times as large. */
export function zstdBelowTheBound(times: number): Buffer {
  const asTheyAre = Buffer.alloc(1400, " ");
  const run = blockHead(RUN, MOST_IN_BLOCK, false);
  const pair = Buffer.concat([blockHead(RAW, asTheyAre.length, false), asTheyAre, run, Buffer.from(" ")]);
  return Buffer.concat([FRAME_OF_ANY_SIZE, ...Array.from({ length: times }, () => pair)]);
}

const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
const MOST_IN_BLOCK = 128 * 1024;
const RAW = 0;
const RUN = 1;

/** A window of 8 MiB, no size. */
const FRAME_OF_ANY_SIZE = Buffer.concat([MAGIC, Buffer.from([0x00, 0x68])]);

function frameHead(size: number): Buffer {
  const head = Buffer.from([0xa0, 0, 0, 0, 0]);
  head.writeUInt32LE(size, 1);
  return Buffer.concat([MAGIC, head]);
}

function blockHead(type: number, size: number, isLast: boolean): Buffer {
  const head = Buffer.alloc(3);
  head.writeUIntLE((size << 3) | (type << 1) | (isLast ? 1 : 0), 0, 3);
  return head;
}
