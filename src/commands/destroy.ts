import { changeCommand } from "./change";

changeCommand("destroy");
