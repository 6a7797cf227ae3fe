#include "reports/wrap.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reports/page.h"

namespace imstorm {
namespace {

TEST(Wrap, BreaksAtSpaces) {
  const std::vector<std::string> lines = {"one two", "three", "four"};
  EXPECT_EQ(wrapped("one two three four", 9), lines);
}

TEST(Wrap, LetsALongWordStandAlone) {
  const std::vector<std::string> lines = {"a", "muchtoolong", "b"};
  EXPECT_EQ(wrapped("a muchtoolong b", 4), lines);
}

TEST(Wrap, CountsCharactersAndNotBytes) {
  EXPECT_EQ(columns_of("Ünal"), 4u);
  EXPECT_EQ(padded("Ü", 3), "Ü  ");
  EXPECT_EQ(right_aligned("Ü", 3), "  Ü");
}

RC_GTEST_PROP(Wrap, KeepsEveryWordInOrder, ()) {
  const auto words = *rc::gen::container<std::vector<std::string>>(
      rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('a', 'z'))));
  const auto width = *rc::gen::inRange<std::size_t>(1, 40);
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  std::string again;
  for (const std::string& line : wrapped(text, width)) {
    again += (again.empty() ? "" : " ") + line;
    RC_ASSERT(line.size() <= width || line.find(' ') == std::string::npos);
  }
  RC_ASSERT(again == text);
}

TEST(Paper, HangsWrappedTextBelowItsBeginningAndSaysALabelOnce) {
  Paper page(Style::plain(), 45);
  page.entry("Faults", "crash logic-1 at 503ms, back after two seconds");
  page.entry("Faults", "pause");
  EXPECT_EQ(page.take(),
            "Faults     crash logic-1 at 503ms, back after\n"
            "           two seconds\n"
            "           pause\n");
}

TEST(Paper, PaintsOnlyWithAColouredStyle) {
  Paper page(Style::coloured(), 45);
  page.entry("Held", "all", Tone::Good);
  EXPECT_EQ(page.take(), "\x1b[1mHeld       \x1b[0m\x1b[1;32mall\x1b[0m\n");
}

}  // namespace
}  // namespace imstorm
