import { randomFillSync } from "node:crypto";
import { decode, encode } from "../bytes.ts";
import type { Vm } from "../vm.ts";
import type { Hostcalls } from "./index.ts";

const success = 0;
const badf = 8;
const inval = 28;
const noent = 44;
const nosys = 52;
const notdir = 20;
const notsup = 58;

const isOutput = (fd: number) => fd === 1 || fd === 2;
const onOutput = (fd: number) => (isOutput(fd) ? success : badf);
const always = (errno: number) => () => errno;

/** What Envoy's host makes of the file system that it does not have. */
const files: Hostcalls = {
  fd_read: always(nosys),
  fd_seek: always(success),
  fd_close: always(success),
  fd_fdstat_set_flags: always(nosys),
  fd_fdstat_set_rights: onOutput,
  fd_advise: always(success),
  fd_allocate: onOutput,
  fd_datasync: onOutput,
  fd_filestat_get: always(badf),
  fd_filestat_set_size: onOutput,
  fd_filestat_set_times: onOutput,
  fd_pread: always(nosys),
  fd_prestat_get: always(badf),
  fd_prestat_dir_name: always(nosys),
  fd_renumber: (from: number, to: number) => (isOutput(from) && isOutput(to) ? notsup : badf),
  fd_sync: onOutput,
  path_open: always(noent),
  path_create_directory: always(notsup),
  path_filestat_get: always(notsup),
  path_filestat_set_times: always(notsup),
  path_link: always(notsup),
  path_remove_directory: always(notsup),
  path_rename: always(notsup),
  path_symlink: always(notsup),
  path_unlink_file: always(notsup),
  sock_shutdown: always(notsup),
  sched_yield: always(success),
};

/** `wasi_snapshot_preview1`, which Envoy also offers as `wasi_unstable`. */
export function wasiImports(vm: Vm): Hostcalls {
  const environment = () => [...vm.worker.env].map(([name, value]) => encode(`${name}=${value}\0`));

  function write(fd: number, vectors: number, count: number, writtenAt: number): number {
    if (!isOutput(fd)) return badf;
    const parts = Array.from({ length: count }, (_, i) =>
      vm.memory.bytes(vm.memory.u32(vectors + i * 8), vm.memory.u32(vectors + i * 8 + 4)),
    );
    const text = Buffer.concat(parts);
    if (text.length > 0) vm.worker.log(fd === 1 ? "info" : "error", decode(text).replace(/\n$/, ""));
    vm.memory.setU32(writtenAt, text.length);
    return success;
  }

  const zero = (...pointers: number[]) => {
    for (const pointer of pointers) vm.memory.setU32(pointer, 0);
  };

  return {
    ...files,
    fd_write: write,
    fd_pwrite: (fd: number, vectors: number, count: number, _offset: bigint, writtenAt: number) =>
      write(fd, vectors, count, writtenAt),
    fd_fdstat_get(fd: number, statAt: number) {
      if (!isOutput(fd)) return badf;
      for (const [i, word] of [0n, 64n, 0n].entries()) vm.memory.setU64(statAt + i * 8, word);
      return success;
    },
    fd_tell(fd: number, offsetAt: number) {
      if (!isOutput(fd)) return badf;
      vm.memory.setU64(offsetAt, 0n);
      return success;
    },
    fd_readdir: (_fd: number, _buffer: number, _size: number, _cookie: bigint, readAt: number) => {
      zero(readAt);
      return notdir;
    },
    path_readlink: (_fd: number, _path: number, _pathSize: number, _buffer: number, _size: number, readAt: number) => {
      zero(readAt);
      return notsup;
    },
    sock_accept: (_fd: number, _flags: number, fdAt: number) => {
      vm.memory.setU64(fdAt, 0n);
      return notsup;
    },
    sock_recv: (_fd: number, _data: number, _count: number, _flags: number, readAt: number) => {
      zero(readAt);
      return notsup;
    },
    sock_send: (_fd: number, _data: number, _count: number, _flags: number, sentAt: number) => {
      zero(sentAt);
      return notsup;
    },
    poll_oneoff: (_in: number, _out: number, _count: number, eventsAt: number) => {
      zero(eventsAt);
      return success;
    },
    args_get: always(success),
    args_sizes_get(countAt: number, sizeAt: number) {
      zero(countAt, sizeAt);
      return success;
    },
    environ_sizes_get(countAt: number, sizeAt: number) {
      const entries = environment();
      vm.memory.setU32(countAt, entries.length);
      vm.memory.setU32(
        sizeAt,
        entries.reduce((size, entry) => size + entry.length, 0),
      );
      return success;
    },
    environ_get(pointersAt: number, bufferAt: number) {
      let at = bufferAt;
      for (const [i, entry] of environment().entries()) {
        vm.memory.setU32(pointersAt + i * 4, at);
        vm.memory.set(at, entry);
        at += entry.length;
      }
      return success;
    },
    clock_time_get(clock: number, _precision: bigint, timeAt: number) {
      if (clock > 1) return notsup;
      vm.memory.setU64(timeAt, BigInt(Math.round(vm.worker.nowMs * 1000)) * 1000n);
      return success;
    },
    clock_res_get(clock: number, resolutionAt: number) {
      if (clock > 1) return notsup;
      vm.memory.setU64(resolutionAt, 1n);
      return success;
    },
    random_get(pointer: number, size: number) {
      if (size >>> 0 > 1 << 16) return inval;
      vm.memory.set(pointer, randomFillSync(new Uint8Array(size)));
      return success;
    },
    proc_exit: () => undefined,
  };
}
