/** WASI, of which Envoy offers the environment (`vm_config.environment_variables`). Named as env.ts is. */
export declare function environ_sizes_get(count: usize, size: usize): i32;
export declare function environ_get(pointers: usize, text: usize): i32;
export declare function random_get(buffer: usize, size: i32): i32;
