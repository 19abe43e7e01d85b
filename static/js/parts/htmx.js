// htmx, set up by the page's <meta name="htmx-config">; here only so that other parts may ask it for something.
import htmx from "htmx.org";

window.htmx = htmx;

export default htmx;
