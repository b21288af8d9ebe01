// The little that every page needs from the browser: the theme, remembered on this machine.
window.radl = {
  isDark: () => (localStorage.getItem("radl.theme") ?? "light") === "dark",
  setDark: (dark) => {
    localStorage.setItem("radl.theme", dark ? "dark" : "light");
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  },
};
document.documentElement.dataset.theme = window.radl.isDark() ? "dark" : "light";
