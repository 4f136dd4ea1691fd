/** Numbers of the proxy-wasm ABI 0.2.1. */

export enum Status {
  Ok = 0,
  NotFound = 1,
  BadArgument = 2,
}

export enum LogLevel {
  Trace = 0,
  Debug = 1,
  Info = 2,
  Warn = 3,
  Error = 4,
}

export enum BufferType {
  RequestBody = 0,
  ResponseBody = 1,
  CallResponseBody = 4,
  PluginConfiguration = 7,
}

export enum MapType {
  RequestHeaders = 0,
  RequestTrailers = 1,
  ResponseHeaders = 2,
  CallResponseHeaders = 6,
}

/** What a headers callback answers. Stopping needs `allow_on_headers_stop_iteration` in the plugin's configuration. */
export enum HeadersStatus {
  Continue = 0,
  StopIteration = 1,
}

export enum DataStatus {
  Continue = 0,
  StopIterationAndBuffer = 1,
}

export enum StreamType {
  Request = 0,
  Response = 1,
}

export enum MetricType {
  Counter = 0,
  Gauge = 1,
  Histogram = 2,
}
