// Light or dark: as the system has it, until the button says otherwise.
import { byId } from "./dom";

/** `changed` is called after the colours are others. */
export function addScheme(changed: () => void) {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = false;
  const set = (dark: boolean) => {
    root.dataset.theme = dark ? "dark" : "light";
    changed();
  };
  set(system.matches);
  system.addEventListener("change", () => {
    if (!chosen) set(system.matches);
  });
  byId("scheme").addEventListener("click", () => {
    chosen = true;
    set(root.dataset.theme !== "dark");
  });
}
