/** Path of the built module, by wasm-plugin.ts. */
declare module "*.ts?wasm" {
  const path: string;
  export default path;
}
