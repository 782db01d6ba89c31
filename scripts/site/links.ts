/** Fails where a link of the built site leads nowhere: `npm run site:links`. */
import { deadLinks } from "./dead-links.js";

const { dead, followed } = deadLinks("site");
console.log([...dead, `${followed} links, ${dead.length} of them dead`].join("\n"));
if (followed === 0 || dead.length > 0) process.exitCode = 1;
