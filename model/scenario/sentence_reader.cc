#include "model/scenario/sentence_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/scenario/nearest.h"
#include "model/scenario/text.h"

namespace imstorm {
namespace {

std::size_t arrow_length(std::string_view text) {
  if (text.substr(0, 3) == "<->") return 3;
  return text.substr(0, 2) == "->" ? 2 : 0;
}

std::size_t word_length(std::string_view text) {
  if (text[0] == ',' || text[0] == '|') return 1;
  if (const std::size_t arrow = arrow_length(text)) return arrow;
  std::size_t n = 0;
  while (n < text.size() && text[n] != ' ' && text[n] != '\t' && text[n] != ',' && text[n] != '|' &&
         arrow_length(text.substr(n)) == 0) {
    ++n;
  }
  return n;
}

}  // namespace

SentenceReader::SentenceReader(std::string_view sentence) {
  std::size_t i = 0;
  while (i < sentence.size()) {
    if (sentence[i] == ' ' || sentence[i] == '\t') {
      ++i;
      continue;
    }
    const std::size_t length = word_length(sentence.substr(i));
    words_.push_back({std::string(sentence.substr(i, length)), static_cast<std::uint32_t>(i)});
    i += length;
  }
  words_.push_back({"", static_cast<std::uint32_t>(sentence.size())});
}

const SentenceReader::Word& SentenceReader::peek(std::size_t ahead) const {
  return words_[std::min(at_ + ahead, words_.size() - 1)];
}

SentenceReader::Word SentenceReader::next() {
  const Word word = peek();
  if (at_ + 1 < words_.size()) ++at_;
  return word;
}

bool SentenceReader::take(std::string_view word) {
  if (word.empty() || peek().text != word) return false;
  next();
  return true;
}

void SentenceReader::expect(std::string_view word) {
  if (take(word)) return;
  const Word found = peek();
  if (found.text.empty()) wrong(found, fmt::format("'{}' is missing", word));
  wrong(found, fmt::format("here '{}' must stand, found '{}'", word, found.text),
        did_you_mean(found.text, {std::string(word)}));
}

SentenceReader::Word SentenceReader::word(const char* what) {
  const Word found = next();
  const bool mark = found.text == "," || found.text == "|" || arrow_length(found.text) != 0;
  if (found.text.empty()) wrong(found, fmt::format("{} is missing", what));
  if (mark) wrong(found, fmt::format("{} is missing before '{}'", what, found.text));
  return found;
}

Duration SentenceReader::duration(bool negative) {
  const Word found = word("a duration");
  const auto read = read_duration(found.text);
  if (!read) {
    wrong(found, fmt::format("'{}' is not a duration such as 200ms, 30s or 1h30m", found.text));
  }
  if (read->ns < 0 && !negative) {
    wrong(found, fmt::format("{} must not be negative", found.text));
  }
  return *read;
}

std::uint32_t SentenceReader::lost_writes() {
  expect("losing");
  const Word how_many = word("how many writes");
  const auto count = read_count(how_many.text);
  const bool all = how_many.text == "all";
  if (!all && (!count || *count < 0 || *count >= Fault::kAllWrites)) {
    wrong(how_many, fmt::format("'{}' is no number of writes: write 3, or all", how_many.text));
  }
  if (!take("write")) expect("writes");
  return all ? Fault::kAllWrites : static_cast<std::uint32_t>(*count);
}

void SentenceReader::wrong(const Word& word, std::string text, std::string note) {
  const auto length = static_cast<std::uint32_t>(std::max<std::size_t>(1, word.text.size()));
  throw SentenceError{word.offset, length, std::move(text), std::move(note)};
}

}  // namespace imstorm
