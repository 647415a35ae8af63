import { startInProcess } from "../../workers/transports/in-process.ts";
import { freshDatabase } from "../support/database.ts";
import { transportSuite } from "./transport-suite.ts";

transportSuite(await freshDatabase(), startInProcess);
