import { Agent, setGlobalDispatcher } from "undici";

/**
 * Before each file: whatever it asks goes over connections that no other file left behind. And always by the
 * undici that package.json names: Node has one of its own, which takes a body that broke off for a whole one.
 */
setGlobalDispatcher(new Agent());
