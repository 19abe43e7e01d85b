// What this browser keeps for later lies here sealed, by a key that only pages of somebody logged in have (dcc/people/browser_keys.py).
const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const textOf = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const NONCE = 12; // bytes

/** A key as the page says it: its mask, then the key under it. */
function open(said) {
  const bytes = bytesOf(said);
  const [mask, covered] = [bytes.slice(0, bytes.length / 2), bytes.slice(bytes.length / 2)];
  return crypto.subtle.importKey("raw", covered.map((byte, place) => byte ^ mask[place]), "AES-GCM", false, ["encrypt", "decrypt"]);
}

let opened;
const keys = () => (opened ??= Promise.all((document.body.dataset.seals ?? "").split(" ").filter(Boolean).map(open)));

/** Seal what may be written as JSON, by the first key. */
export async function seal(what) {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const hidden = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, (await keys())[0], new TextEncoder().encode(JSON.stringify(what)));
  return textOf([...iv, ...new Uint8Array(hidden)]);
}

/** What was sealed by any of the keys; undefined where none of them opens it. */
export async function unseal(text) {
  for (const key of await keys()) {
    try {
      const bytes = bytesOf(text);
      const told = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes.slice(0, NONCE) }, key, bytes.slice(NONCE));
      return JSON.parse(new TextDecoder().decode(told));
    } catch {
      // sealed by another, or by nobody
    }
  }
  return undefined;
}
