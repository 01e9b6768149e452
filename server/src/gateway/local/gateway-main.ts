/** The program of the local gateway's process: the open-source Portkey gateway, private to the process that started it. */
import "./private-server.ts";
import "@portkey-ai/gateway/build/start-server.js";
