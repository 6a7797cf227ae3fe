#include "reports/inert.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "reports/text.h"
#include "reports/xml.h"
#include "tests/reports/sample_results.h"

namespace imstorm {
namespace {

TEST(Inert, LeavesWordsOfAnyLanguageAlone) {
  EXPECT_EQ(inert("m7 to 家族 – Ünal 🙂"), "m7 to 家族 – Ünal 🙂");
}

TEST(Inert, DisarmsControlCharacters) {
  EXPECT_EQ(inert("a\x1b[31mb"), "a?[31mb");
  EXPECT_EQ(inert("a\nb\tc\x7f"), "a?b?c?");
  EXPECT_EQ(inert("\xc2\x9b"
                  "31m"),
            "??31m");  // the one-character form of ESC [
}

TEST(Inert, DisarmsWhatIsNotUtf8) {
  EXPECT_EQ(inert("\xff\xc3"), "??");
  EXPECT_EQ(inert("\xc0\xaf"), "??");            // over-long
  EXPECT_EQ(inert("\xed\xa0\x80"), "???");       // a surrogate
  EXPECT_EQ(inert("\xf4\x90\x80\x80"), "????");  // past the last code point
}

RC_GTEST_PROP(Inert, IsIdempotentAndHoldsNoControlCharacter, (const std::string& text)) {
  const std::string once = inert(text);
  RC_ASSERT(inert(once) == once);
  for (const char c : once) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
}

TEST(Inert, CoversEveryNameInAReport) {
  Result result = broken_result();
  const std::string evil = "\x1b]0;owned\x07";
  for (auto* names : {&result.names.users, &result.names.devices, &result.names.convs,
                      &result.names.processes, &result.names.bodies}) {
    for (std::string& name : *names) name += evil;
  }
  for (std::string* text :
       {&result.title, &result.path, &result.headline, &result.replay, &result.scenario,
        &result.expected, &result.fault_sentences[0], &result.limits[0].what,
        &result.faults[1].kind, &result.latency[0].name, &result.config[0].first,
        &result.config[1].second, &result.laws[0].verdict.because, &result.laws[0].expected}) {
    *text += evil;
  }
  TextOptions options;
  options.verbose = true;
  const std::string text = text_report(result, options);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\x07'), std::string::npos);
  EXPECT_NE(text.find("owned"), std::string::npos);
}

TEST(XmlText, EscapesMarkupAndKeepsLines) {
  EXPECT_EQ(xml_text("a<b> & \"c\"\n'd'\x01"), "a&lt;b&gt; &amp; &quot;c&quot;\n&apos;d&apos;?");
}

}  // namespace
}  // namespace imstorm
