# Completion of the program weir for bash.

_weir() {
    local current=${COMP_WORDS[COMP_CWORD]}
    local command=${COMP_WORDS[1]-}
    local options=""
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        mapfile -t COMPREPLY < <(compgen -W "decide authorize verify scope compare test lint rules help --help --version" -- "$current")
        return
    fi
    case $command in
    help) options="decide authorize verify scope compare test lint rules" ;;
    decide) options="-w --world --json --ndjson --now --set --setting --rulebook -v --verbose -q --quiet --help" ;;
    authorize) options="--json --ndjson -v --verbose -q --quiet --help" ;;
    verify) options="--json --ndjson --now -v --verbose -q --quiet -m --metadata --certificate --issuer --provider --provider-uuid --decryption-key --profile --operation --partition --recipient --audience --role --duration --max-session-duration --setting --help" ;;
    scope) options="--json --ndjson -q --quiet --help" ;;
    compare) options="--new-access --json --ndjson -q --quiet --help" ;;
    lint) options="--kind --quota --rules --json -q --quiet --help" ;;
    rules) options="--settings --rulebook --json -v --verbose --help" ;;
    test) options="-v --verbose --tap --junit --json --coverage --filter --rulebook --help" ;;
    esac
    if [[ $command == help || $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
        return
    fi
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
}

complete -F _weir weir
