// The one script of every page. Each part looks for its own data- attributes and does nothing where there are none.
import "./parts/htmx.js";
import "./parts/failures.js";
import "./parts/toasts.js";
import "./parts/confirm.js";
import "./parts/once.js";
import "./parts/drafts.js";
import "./parts/dialogs.js";
import "./parts/menus.js";
import "./parts/keys.js";
import "./parts/key-list.js";
import "./parts/list.js";
import "./parts/selection.js";
import "./parts/filters.js";
import "./parts/drop.js";
import "./parts/shown-when.js";
import "./parts/secret.js";
import "./parts/print.js";
