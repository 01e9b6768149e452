// The entry of the suite that runs in a hostile workspace; what it may not do is seen by its launcher.
export { run } from "../suite/index.ts";
