/** The module cannot be loaded, started or configured: Envoy would refuse the configuration that names it. */
export class HostLoadError extends Error {
  override readonly name = "HostLoadError";
}

/**
 * The filter made a hostcall that means nothing in the phase it was made in. Envoy answers some of these with a
 * status, ignores others and crashes on the rest; in a test each of them is a fault.
 */
export class HostPhaseError extends Error {
  override readonly name = "HostPhaseError";
}

/** What a filter let pass cannot be written on the wire: a `content-length` that the body does not have. */
export class HostWireError extends Error {
  override readonly name = "HostWireError";
}
