# What quickstart and test share: the packages (Debian and Ubuntu names) and how to get them.

build_packages=(
  g++ cmake ninja-build
  libboost-graph-dev libboost-program-options-dev libcli11-dev libfmt-dev librandom123-dev
  libsimdjson-dev libtomlplusplus-dev libxxhash-dev nlohmann-json3-dev
)
test_packages=(libbenchmark-dev libgtest-dev librapidcheck-dev python3-jsonschema)
clang_packages=(clang libclang-rt-dev)
# Commands with the packages that bring them: Node.js may have come from elsewhere, npm and all.
browser_packages=(node:nodejs npm:npm chromium:chromium)

say() { printf '== %s\n' "$*"; }
fail() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 1; }

is_installed() {
  dpkg-query --show --showformat='${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

# install_missing PACKAGE...: nothing when all are there.
install_missing() {
  local package missing=() as_root=() log
  { command -v dpkg-query && command -v apt-get; } >/dev/null ||
    fail "there is no apt here; install by hand what tools/setup.bash lists, then: cmake --preset release"
  for package; do is_installed "$package" || missing+=("$package"); done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  if [[ $EUID -ne 0 ]]; then
    command -v sudo >/dev/null || fail "no sudo; run as root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
  log=$(mktemp)
  # A source that cannot be read is only a warning to apt: what matters is whether installing works.
  "${as_root[@]}" update >"$log" 2>&1 || true
  "${as_root[@]}" install --no-install-recommends "${missing[@]}" >>"$log" 2>&1 ||
    fail "apt could not install ${missing[*]} (no network?): $(grep -m 1 -E '^E:|^W: Failed' "$log")"
  rm -f "$log"
}

# What the tests of reports/viewer need: Node.js, Chromium, and the packages of its lockfile.
install_browser() {
  local pair missing=()
  for pair in "${browser_packages[@]}"; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
  done
  [[ ${#missing[@]} -eq 0 ]] || install_missing "${missing[@]}"
  say "npm packages of reports/viewer"
  npm ci --prefix reports/viewer --ignore-scripts --no-audit --no-fund --loglevel=error
}

# build PRESET TARGET [CMAKE OPTION]...
build() {
  local preset=$1 target=$2 compiler=${CXX:-c++}
  shift 2
  [[ $preset == clang* || $preset == fuzz ]] && compiler=clang++
  command -v "${compiler%% *}" >/dev/null || fail "there is no C++ compiler called $compiler"
  say "building $target in build/$preset"
  cmake --preset "$preset" "$@" >/dev/null
  cmake --build --preset "$preset" --target "$target"
}
