// Which packet a fault strikes.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "model/scenario/fault_parser.h"
#include "model/scenario/nearest.h"
#include "model/scenario/text.h"
#include "model/types/frame_kind.h"

namespace imstorm {

void FaultParser::frame() {
  const Word word = in_.word("a frame");
  if (word.text == "any") {
    in_.take("frame");
    return;
  }
  for (std::size_t i = 0; i < kFrameNames.size(); ++i) {
    if (kFrameNames[i] == word.text) {
      fault_.packet.frame = static_cast<std::uint8_t>(i);
      return;
    }
  }
  SentenceReader::wrong(
      word, fmt::format("there is no frame '{}'", word.text),
      did_you_mean(word.text, std::vector<std::string>(kFrameNames.begin(), kFrameNames.end())));
}

bool FaultParser::tries() {
  constexpr std::string_view words[] = {"every", "first", "second", "third"};
  const bool begins =
      std::find(std::begin(words), std::end(words), in_.peek().text) != std::end(words);
  if (!begins && in_.peek(1).text != "try") {
    const Word word = in_.peek();
    if (!read_ordinal(word.text)) return false;
    SentenceReader::wrong(word, fmt::format("'{}' is not the name of a process", word.text),
                          fmt::format("write '{} try'", word.text));
  }
  const Word word = in_.next();
  in_.expect("try");
  for (std::uint32_t i = 0; i < std::size(words); ++i) {
    if (word.text != words[i]) continue;
    fault_.packet.nth = i;
    return true;
  }
  const auto n = read_ordinal(word.text);
  if (!n) {
    SentenceReader::wrong(
        word, fmt::format("'{}' says no try: write first, second, 12th or every", word.text));
  }
  fault_.packet.nth = *n;
  return true;
}

void FaultParser::packet() {
  frame();
  const std::string& next = in_.peek().text;
  if (!next.empty() && next != "," && next != "from" && next != "after") {
    const Word word = in_.next();
    const BodyId body = messages_.find(word.text);
    if (!body) {
      SentenceReader::wrong(word, fmt::format("there is no message '{}'", word.text),
                            did_you_mean(word.text, messages_.given()));
    }
    fault_.packet.body = body.value;
  }
  bool delayed = false;
  while (in_.take(",")) {
    if (tries()) continue;
    if (fault_.kind == FaultKind::Delay && in_.take("by")) {
      fault_.amount = in_.duration();
      delayed = true;
      continue;
    }
    path();
    break;
  }
  if (fault_.kind == FaultKind::Delay && !delayed) {
    SentenceReader::wrong(in_.peek(), "a delay needs ', by' and how long");
  }
  if (in_.take("after")) {
    fault_.at = instant();
  } else if (in_.peek().text == "from") {
    span();
  }
}

}  // namespace imstorm
