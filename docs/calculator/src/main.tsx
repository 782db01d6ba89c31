import { render } from "preact";
import "./look/tokens.css";
import "./look/base.css";
import "./look/form.css";
import "./look/answer.css";
import "./look/print.css";
import "./look/skin.css";
import { Page } from "./page.js";
import { start } from "./start.js";

start();
const root = document.getElementById("page");
if (root !== null) render(<Page />, root);
