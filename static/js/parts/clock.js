// The clock of the store, which is not always that of the machine one sits at. Head office has no store: its pages go by the machine's own.
const timeZone = document.body.dataset.zone || undefined;
const minutes = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
const seconds = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** A moment in milliseconds as 09:05. */
export const clock = (moment) => minutes.format(moment);

/** A moment in milliseconds as 09:05:07. */
export const clockWithSeconds = (moment) => seconds.format(moment);
