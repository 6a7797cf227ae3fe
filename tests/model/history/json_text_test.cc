#include "model/history/json_text.h"

#include <gtest/gtest.h>

namespace imstorm {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

TEST(JsonText, LeavesPlainTextAndUnicodeAlone) {
  EXPECT_EQ(quoted("alice.phone"), "\"alice.phone\"");
  EXPECT_EQ(quoted("J\xc3\xbcrgen \xe4\xbd\xa0 \xf0\x9f\x99\x82"),
            "\"J\xc3\xbcrgen \xe4\xbd\xa0 \xf0\x9f\x99\x82\"");
  EXPECT_EQ(quoted(""), "\"\"");
}

TEST(JsonText, EscapesWhatJsonReserves) {
  EXPECT_EQ(quoted("a\"b\\c"), R"("a\"b\\c")");
  EXPECT_EQ(quoted(std::string_view("\n\x1f\x00", 3)), R"("\u000a\u001f\u0000")");
}

TEST(JsonText, ReplacesWhatIsNotUtf8) {
  const std::string bad = "\xef\xbf\xbd";
  EXPECT_EQ(quoted("a\xff"
                   "b"),
            "\"a" + bad + "b\"");
  EXPECT_EQ(quoted("\xc3"), "\"" + bad + "\"");                      // cut short
  EXPECT_EQ(quoted("\xc0\xaf"), "\"" + bad + bad + "\"");            // overlong
  EXPECT_EQ(quoted("\xe0\x80\x80"), "\"" + bad + bad + bad + "\"");  // overlong
  EXPECT_EQ(quoted("\xed\xa0\x80"), "\"" + bad + bad + bad + "\"");  // surrogate
  EXPECT_EQ(quoted("\xf0\x80\x80\x80"), "\"" + bad + bad + bad + bad + "\"");
  EXPECT_EQ(quoted("\xf4\x90\x80\x80"), "\"" + bad + bad + bad + bad + "\"");  // past U+10FFFF
  EXPECT_EQ(quoted("\xe4\xbd\"x"), "\"" + bad + bad + "\\\"x\"");
}

}  // namespace
}  // namespace imstorm
