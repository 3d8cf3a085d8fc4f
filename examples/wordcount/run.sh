#!/bin/sh
# run.sh [--index <slice>] [--of <slices>] [<file>]
#
# Counts the words of a text in UTF-8, by default input.txt, and writes counts.tsv: a word, a tab, its
# count; the most frequent first, words of equal count in the order of their bytes. A word is a longest
# run of letters and digits, in lower case. Of n slices, slice i has the lines i + 1, i + 1 + n, ...; without
# --index it is the task's index. Needs a POSIX shell, awk and sort, and gives the same bytes with all.
set -eu
LC_ALL=C
export LC_ALL

refuse() {
  echo "wordcount: $1" >&2
  echo "usage: run.sh [--index <slice>] [--of <slices>] [<file>]" >&2
  exit 2
}

# number <option> <text> <least>
number() {
  case $2 in
    '' | *[!0-9]* | ?????????*) refuse "$1: a whole number of at most 8 digits, not '$2'" ;;
  esac
  [ "$2" -ge "$3" ] || refuse "$1: at least $3, not $2"
}

index='' of=1 file=''
while [ $# -gt 0 ]; do
  case $1 in
    --index | --of)
      [ $# -ge 2 ] || refuse "$1 has no value"
      if [ "$1" = --index ]; then index=$2; else of=$2; fi
      shift 2
      ;;
    -*) refuse "the option $1 is unknown" ;;
    *)
      [ -z "$file" ] || refuse "one file at most, not $file and $1"
      file=$1
      shift
      ;;
  esac
done
number --of "$of" 1
if [ -z "$index" ]; then
  if [ "$of" -eq 1 ]; then index=0; else index=${GRIDBOURSE_TASK_INDEX:-}; fi
fi
number --index "$index" 0
[ "$index" -lt "$of" ] || refuse "--index: below the number of slices, $of, not $index"
file=${file:-input.txt}
case $file in -* | /*) ;; *) file=./$file ;; esac # awk takes a=b for an assignment
if [ ! -f "$file" ] || [ ! -r "$file" ]; then
  echo "wordcount: cannot read $file: name it in the bag's inputs" >&2
  exit 1
fi

# Bytes from 128 on belong to letters, but for the punctuation and the signs that texts hold. The lower
# case of letters of two bytes: Latin, Greek, Cyrillic.
awk -v slice="$index" -v slices="$of" '
  function pair(first, second) { return sprintf("%c%c", first, second) }
  function span(first, from, to, plus, shift,   i) {
    for (i = from; i <= to; i++) low[pair(first, i)] = pair(first + plus, i + shift)
  }
  function alternate(first, from, to,   i) {
    for (i = from; i <= to; i += 2) low[pair(first, i)] = pair(first, i + 1)
  }
  function lower(word,   i, c, result) {
    word = tolower(word)
    if (word !~ /[\303-\321]/) return word
    result = ""
    for (i = 1; i <= length(word); i++) {
      c = substr(word, i, 1)
      if (c >= "\303" && c <= "\321") {
        c = substr(word, i, 2)
        i++
        if (c in low) c = low[c]
      }
      result = result c
    }
    return result
  }
  BEGIN {
    span(195, 128, 150, 0, 32); span(195, 152, 158, 0, 32)
    alternate(196, 128, 174); alternate(196, 178, 182); alternate(196, 185, 189)
    low[pair(196, 191)] = pair(197, 128)
    alternate(197, 129, 135); alternate(197, 138, 182); alternate(197, 185, 189)
    low[pair(197, 184)] = pair(195, 191)
    low[pair(206, 134)] = pair(206, 172); span(206, 136, 138, 0, 37)
    low[pair(206, 140)] = pair(207, 140); span(206, 142, 143, 1, -1)
    span(206, 145, 159, 0, 32); span(206, 160, 161, 1, -32); span(206, 163, 171, 1, -32)
    span(208, 128, 143, 1, 16); span(208, 144, 159, 0, 32); span(208, 160, 175, 1, -32)
  }
  (NR - 1) % slices == slice {
    gsub(/[^0-9A-Za-z\200-\377]+/, " ")
    if (/[\200-\377]/) {
      gsub(/\302[\200-\251\253-\264\266-\271\273-\277]|\303[\227\267]/, " ")
      gsub(/\342[\200-\277][\200-\277]|\343\200[\200-\277]|\357[\274-\277][\200-\217]/, " ")
      gsub(/\360\237[\200-\277][\200-\277]|\357\273\277/, " ")
    }
    fields = split($0, words, " ")
    for (i = 1; i <= fields; i++) seen[words[i]]++
  }
  END {
    for (word in seen) counts[lower(word)] += seen[word]
    for (word in counts) printf "%s\t%d\n", word, counts[word]
  }
' "$file" > counts.tsv.part
sort -t '	' -k 2,2nr -k 1,1 counts.tsv.part > counts.tsv
rm -f counts.tsv.part
