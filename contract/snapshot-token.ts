/** The environment variable, of Envoy and of the control plane, that guards the snapshot channel. */
export const SNAPSHOT_TOKEN = "HEADGATE_SNAPSHOT_TOKEN";
