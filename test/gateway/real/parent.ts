// A process that starts the gateway and lives on until it is killed; what it prints is where the gateway can be found.
import { bundledGateway, startGatewayProcess } from "../../../server/src/gateway/local/gateway-process.ts";

const { address, pid } = await startGatewayProcess(bundledGateway());
console.log(JSON.stringify({ url: address.url, pid }));
