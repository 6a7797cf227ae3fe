# Completion for bash, written by `imstorm completion bash`.
_imstorm() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W 'run compare explain fuzz merge shrink report keys list new schema completion man -h --help --version' -- "$cur"))
    return
  fi
  case $command in
    run)
      case $prev in
        --seed) return ;;
        --draw) return ;;
        --set) compopt -o nospace; COMPREPLY=($(compgen -S = -W "$(imstorm keys -q 2>/dev/null)" -- "$cur")); return ;;
        --probe-every) return ;;
        --json) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --html) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --junit) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --history) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return ;;
      esac
      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '-h --help --seed --draw --set --probe-every --json --full-trace --html --junit --history --stable-output --color --allow-vacuous -q --quiet -v --verbose' -- "$cur"))
      else compopt -o filenames; COMPREPLY=($(compgen -d -- "$cur") $(compgen -f -X '!*.toml' -- "$cur"))
      fi ;;
    compare)
      case $prev in
        --seed) return ;;
        --runs) return ;;
        --set) compopt -o nospace; COMPREPLY=($(compgen -S = -W "$(imstorm keys -q 2>/dev/null)" -- "$cur")); return ;;
        --with) compopt -o nospace; COMPREPLY=($(compgen -S = -W "$(imstorm keys -q 2>/dev/null)" -- "$cur")); return ;;
        --json) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --html) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return ;;
      esac
      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '-h --help --seed --runs --set --with --json --html --stable-output --color --allow-vacuous' -- "$cur"))
      else compopt -o filenames; COMPREPLY=($(compgen -d -- "$cur") $(compgen -f -X '!*.toml' -- "$cur"))
      fi ;;
    explain)
      case $prev in
        --set) compopt -o nospace; COMPREPLY=($(compgen -S = -W "$(imstorm keys -q 2>/dev/null)" -- "$cur")); return ;;
        --json) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '-h --help --set --json' -- "$cur"))
      else compopt -o filenames; COMPREPLY=($(compgen -d -- "$cur") $(compgen -f -X '!*.toml' -- "$cur"))
      fi ;;
    fuzz)
      case $prev in
        --runs) return ;;
        --time) return ;;
        --seed) return ;;
        -j|--jobs) return ;;
        --shard) return ;;
        --probe-every) return ;;
        --set) compopt -o nospace; COMPREPLY=($(compgen -S = -W "$(imstorm keys -q 2>/dev/null)" -- "$cur")); return ;;
        --out-dir) return ;;
        --json) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --html) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --junit) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --format) COMPREPLY=($(compgen -W 'text jsonl' -- "$cur")); return ;;
        --color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return ;;
        --progress) COMPREPLY=($(compgen -W 'auto bar plain none' -- "$cur")); return ;;
      esac
      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '-h --help --runs --time --seed -j --jobs --shard --keep-going --resume --blind --probe-every --set --no-shrink --out-dir --json --html --junit --format --stable-output --color --allow-vacuous -q --quiet -v --verbose --progress' -- "$cur"))
      else compopt -o filenames; COMPREPLY=($(compgen -d -- "$cur") $(compgen -f -X '!*.toml' -- "$cur"))
      fi ;;
    merge)
      case $prev in
        --out-dir) return ;;
        --json) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --html) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --junit) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --format) COMPREPLY=($(compgen -W 'text jsonl' -- "$cur")); return ;;
        --color) COMPREPLY=($(compgen -W 'auto always never' -- "$cur")); return ;;
      esac
      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '-h --help --no-shrink --out-dir --json --html --junit --format --stable-output --color --allow-vacuous -q --quiet -v --verbose' -- "$cur"))
      else :
      fi ;;
    shrink)
      case $prev in
        --seed) return ;;
        --draw) return ;;
        --set) compopt -o nospace; COMPREPLY=($(compgen -S = -W "$(imstorm keys -q 2>/dev/null)" -- "$cur")); return ;;
        --law) return ;;
        --time) return ;;
        -j|--jobs) return ;;
        -o|--out) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --json) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --html) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --progress) COMPREPLY=($(compgen -W 'auto bar plain none' -- "$cur")); return ;;
      esac
      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '-h --help --seed --draw --set --law --time -j --jobs -o --out --json --html --progress -q --quiet' -- "$cur"))
      else compopt -o filenames; COMPREPLY=($(compgen -d -- "$cur") $(compgen -f -X '!*.toml' -- "$cur"))
      fi ;;
    report)
      case $prev in
        --html) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --mermaid) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --svg) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --perfetto) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --shiviz) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
      esac
      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '-h --help --html --mermaid --svg --perfetto --shiviz --open' -- "$cur"))
      else :
      fi ;;
    keys)
      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '-h --help -q --quiet' -- "$cur"))
      else :
      fi ;;
    list)
      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '-h --help' -- "$cur"))
      else COMPREPLY=($(compgen -W 'invariants faults policies scenarios' -- "$cur"))
      fi ;;
    new)
      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '-h --help' -- "$cur"))
      else :
      fi ;;
    schema)
      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '-h --help' -- "$cur"))
      else :
      fi ;;
    completion)
      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '-h --help' -- "$cur"))
      else COMPREPLY=($(compgen -W 'bash' -- "$cur"))
      fi ;;
    man)
      if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '-h --help' -- "$cur"))
      else :
      fi ;;
  esac
}
complete -F _imstorm imstorm
