#pragma once

#include <string_view>

namespace imstorm {

/// How the index page looks, and the word of its Content-Security-Policy that allows exactly this
/// text: its SHA-256 in base64. A browser test fails where they do not fit.
inline constexpr std::string_view kGalleryStyle = R"css(
:root {
  color-scheme: light dark;
  --bg: #f5f5f3; --card: #fff; --ink: #1b1d22; --muted: #5a5f6a; --line: #e4e4e0;
  --bad: #c81e3a; --good: #1c7a4d; --warn: #855600; --on: #fff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #0f1115; --card: #171a20; --ink: #eceef2; --muted: #979eab; --line: #272b33;
    --bad: #ff5c74; --good: #5fd394; --warn: #f0be5c; --on: #171a20;
  }
}
body {
  margin: 0; background: var(--bg); color: var(--ink);
  font: 14px/1.45 -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif;
}
main { max-width: 900px; margin: 0 auto; padding: 24px 20px; }
h1 { font-size: 22px; margin: 0 0 14px; }
ul { list-style: none; margin: 0; padding: 0; }
a {
  display: grid; grid-template-columns: 120px 1fr; gap: 16px; align-items: center;
  padding: 12px 16px; margin-bottom: 8px; background: var(--card); color: inherit;
  border: 1px solid var(--line); border-radius: 12px; text-decoration: none;
  overflow-wrap: anywhere;
}
a:hover, a:focus-visible { border-color: var(--ink); }
.pill {
  padding: 6px 0; border-radius: 8px; background: var(--warn); color: var(--on);
  font-size: 13px; text-align: center; text-transform: uppercase;
}
.broken .pill { background: var(--bad); }
.holds .pill { background: var(--good); }
strong { font-size: 15px; }
small { display: block; color: var(--muted); font-size: 12.5px; }
)css";
inline constexpr std::string_view kGalleryStyleHash =
    "svVTVkYUGy+YEtWFLmKMT0BQ6bT/siQp5FErNPgy9/s=";

}  // namespace imstorm
