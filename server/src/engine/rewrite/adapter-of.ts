import type { AdapterPlace } from "../workspace/workspace.ts";
import type { PlanContext } from "./call-plan.ts";

/** Where a file's adapter is; a reason where that is not clear, undefined where nothing is known of the files around it. */
export const adapterOf = ({ uri, workspace }: PlanContext): AdapterPlace | undefined => workspace.modules?.adapterFor(uri, workspace.adapterUri);
