import type { Extension } from "../extension.ts";

/** Show Logs: the channel of client and server. */
export const showLogs = ({ log }: Extension): void => log.show();
