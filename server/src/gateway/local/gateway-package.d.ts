// The package has no types: its program is run by being loaded.
declare module "@portkey-ai/gateway/build/start-server.js";
