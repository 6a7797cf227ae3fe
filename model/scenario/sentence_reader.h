#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/scenario/fault_sentence.h"
#include "sim/core/time.h"

namespace imstorm {

/// Cuts a sentence into words and hands them out one by one. What is missing or wrong is thrown as
/// a SentenceError, which parse_fault catches.
class SentenceReader {
 public:
  struct Word {
    std::string text;  ///< a word, or one of , | -> <->; empty at the end
    std::uint32_t offset = 0;
  };

  explicit SentenceReader(std::string_view sentence);

  const Word& peek(std::size_t ahead = 0) const;
  Word next();
  bool at_end() const { return peek().text.empty(); }
  /// Takes the next word if it is this one.
  bool take(std::string_view word);
  /// Takes the next word, which must be this one.
  void expect(std::string_view word);
  /// Takes the next word, whatever it is; `what` is what is missing at the end.
  Word word(const char* what);
  /// Takes a duration, which may be negative or not.
  Duration duration(bool negative = false);
  /// Takes "losing 3 writes" or "losing all writes": Fault::losing.
  std::uint32_t lost_writes();
  [[noreturn]] static void wrong(const Word& word, std::string text, std::string note = "");

 private:
  std::vector<Word> words_;  // the last one is empty and stands at the end
  std::size_t at_ = 0;
};

}  // namespace imstorm
