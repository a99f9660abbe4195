import { changeCommand } from "./change";

changeCommand("deploy");
