// Whoever signs out leaves no half-written comment behind for the next one at this machine.
import { forgetOthers } from "./comment-drafts.js";

if (!("member" in document.documentElement.dataset)) forgetOthers("");
