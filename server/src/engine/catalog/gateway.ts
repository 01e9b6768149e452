/** Portkey's hosted gateway as a base address of OpenAI clients (docs.portkey.ai, Model Catalog; checked 2026-11-22). */
export const hostedGateway = "https://api.portkey.ai/v1";

/** Whether an address leads to the hosted gateway, under whatever path. */
export const isHostedGateway = (address: string): boolean => address.startsWith("https://api.portkey.ai/");
