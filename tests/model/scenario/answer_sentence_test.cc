#include "model/scenario/answer_sentence.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "model/scenario/parse.h"
#include "model/scenario/write_scenario.h"
#include "sim/core/hash.h"
#include "sim/core/quantiles.h"

namespace imstorm {
namespace {

constexpr const char* kStage = R"(
[topology]
gateway.count = 2
[users]
alice = ["phone"]
[conversations]
notes = ["alice"]
)";

const ProcessTable& processes() {
  static const ProcessTable table(*parse_scenario(kStage, "stage.toml").scenario);
  return table;
}

std::string again(std::string_view sentence) {
  const auto read = parse_answer(sentence, processes());
  if (const auto* error = std::get_if<SentenceError>(&read)) {
    return fmt::format("{}+{}: {}{}{}", error->offset, error->length, error->text,
                       error->note.empty() ? "" : "; ", error->note);
  }
  return describe(std::get<Answer>(read), processes());
}

TEST(AnswerSentence, ReadsBackAsItWasWritten) {
  for (const char* sentence : {
           "service-time at logic-1 about 8f21ab34cd56ef78.0 is most",
           "latency at alice.phone~gateway-2 about 0000000000000001.12 is 97.5%",
           "latency at logic-1~store-1~2 about ffffffffffffffff.4294967296 is 0%",
           "gateway-pick at alice.phone about its 3rd retry is 50%",
           "gateway-pick at alice.phone about 0000000000000001.3 is 50%",
           "lost-writes at store-1 about its 1st crash is 20%",
           "timer-jitter at alice.phone about its 2nd connection is most",
           "timer-jitter at alice.phone about its 12th sync is most",
           "timer-jitter at 0x0123456789abcdef about 00000000000000ff.1 is 0x0000000000000007",
       }) {
    EXPECT_EQ(again(sentence), sentence);
  }
}

TEST(AnswerSentence, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(again("service-tine at logic-1 about 8f.0 is most"),
            "0+12: there is no decision 'service-tine'; did you mean 'service-time'?");
  EXPECT_EQ(again("service-time at logic-9 about 8f.0 is most"),
            "16+7: there is no process or connection 'logic-9'; did you mean 'logic-1'?");
  EXPECT_EQ(again("service-time at logic-1 about it is most"),
            "30+2: it is about something like 8f21ab34cd56ef78.0, found 'it'");
  EXPECT_EQ(again("service-time at logic-1 about 8f.0 is 101%"),
            "38+4: an answer is 0% to 100%, most or a hexadecimal number, found '101%'");
  EXPECT_EQ(again("service-time at logic-1 about 8f.0 is most now"),
            "43+3: the answer ends before this word");
  EXPECT_EQ(again("gateway-pick at alice.phone about its first retry is most"),
            "38+5: 'first' is not an ordinal such as 1st or 12th");
  EXPECT_EQ(again("gateway-pick at alice.phone about its 1st crash is most"),
            "42+5: it is not about a 'crash'");
  EXPECT_EQ(again("service-time at logic-1"), "23+1: 'about' is missing");
}

TEST(AnswerSentence, OfAScenarioIsWhatItsRunAnswers) {
  const std::string text = std::string(kStage) +
                           "[faults]\nanswers = [\"service-time at logic-1 about 8f.0 is most\"]\n";
  const ParseResult read = parse_scenario(text, "case.toml");
  ASSERT_TRUE(read.scenario) << render(read.diagnostics);
  ASSERT_EQ(read.scenario->answers.size(), 1U);
  EXPECT_EQ(read.scenario->answers[0].address,
            (Address{Choice::ServiceTime, hash_text("logic-1"), 0x8f, 0}));
  const ParseResult twice = parse_scenario(scenario_text(*read.scenario), "case.toml");
  EXPECT_EQ(twice.scenario->answers, read.scenario->answers);
}

RC_GTEST_PROP(AnswerSentence, ReadsBackWhateverIsAnswered,
              (std::uint64_t place, std::uint64_t subject, std::uint64_t value)) {
  const Answer answer{{Choice::Latency, place, subject, place >> 32}, value};
  const auto read = parse_answer(describe(answer, processes()), processes());
  RC_ASSERT(std::get<Answer>(read) == answer);
}

RC_GTEST_PROP(AnswerSentence, OfAShareIsThatShareOfADistribution, (std::uint32_t n)) {
  const std::uint32_t ppm = n % 1'000'000;
  // Straight from 0 to a second: a nanosecond per step of Quantiles::at.
  const Quantiles even{{}, milliseconds(500), milliseconds(900), milliseconds(990), seconds(1)};
  RC_ASSERT(even.at(value_of_share({ppm})) == microseconds(ppm));
}

}  // namespace
}  // namespace imstorm
