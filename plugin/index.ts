/** The wasm's whole export surface. */
import "./abi/abort";
import { registerRoots } from "./root";

export {
  proxy_abi_version_0_2_1,
  proxy_on_configure,
  proxy_on_context_create,
  proxy_on_done,
  proxy_on_http_call_response,
  proxy_on_log,
  proxy_on_request_body,
  proxy_on_request_headers,
  proxy_on_request_trailers,
  proxy_on_response_body,
  proxy_on_response_headers,
  proxy_on_response_trailers,
  proxy_on_tick,
  proxy_on_vm_start,
} from "./abi/dispatcher";
export { proxy_on_memory_allocate } from "./abi/memory";

registerRoots();
