#include "reports/html.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "reports/gallery.h"
#include "reports/json.h"
#include "reports/result_file.h"
#include "reports/viewer_page.h"
#include "tests/reports/sample_results.h"
#include "tests/reports/sample_trace.h"

namespace imstorm {
namespace {

constexpr std::string_view kBegin = "<script type=\"application/json\" id=\"imstorm-data\">";

/// What the page finds in its data element.
std::string data_of(const std::string& page) {
  const std::size_t begin = page.find(kBegin) + kBegin.size();
  return page.substr(begin, page.find("</script>", begin) - begin);
}

TEST(HtmlReport, HoldsTheResultAsItIs) {
  const std::string result = sample_with_trace();
  const std::string page = html_report({result});
  EXPECT_EQ(nlohmann::json::parse(data_of(page)), nlohmann::json::parse(result));
}

TEST(HtmlReport, HoldsSeveralResultsAsAnArray) {
  const ResultFile file = read_results(json_report({holding_result(), broken_result()}));
  const nlohmann::json data = nlohmann::json::parse(data_of(html_report(file.results)));
  ASSERT_EQ(data.size(), 2u);
  EXPECT_EQ(data[1]["run"]["scenario"], "logic-crash");
}

TEST(HtmlReport, LetsNoNameEndItsElement) {
  const std::string name = "</script><img src=x onerror=alert(1)><!-- & \xE2\x80\xA8";
  const std::string result = sample_with("bob.phone consumed m2 twice", name);
  const std::string data = data_of(html_report({result}));
  EXPECT_EQ(data.find_first_of("<>&"), std::string::npos);
  EXPECT_EQ(data.find("\xE2\x80\xA8"), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(data), nlohmann::json::parse(result));
}

TEST(HtmlReport, AsksForNothingAndAllowsOnlyItsOwnScript) {
  const std::string page(viewer_page());
  EXPECT_NE(page.find("default-src 'none'; script-src 'sha256-"), std::string::npos);
  EXPECT_EQ(page.find("unsafe-inline"), std::string::npos);
  for (const char* asking : {"src=\"http", "href=\"http", "@import", "url(http", "fetch(",
                             "XMLHttpRequest", "WebSocket"}) {
    EXPECT_EQ(page.find(asking), std::string::npos) << asking;
  }
}

TEST(HtmlReport, KeepsItsBudget) {
  EXPECT_LE(viewer_page().size(), 120'000u);
  EXPECT_GE(viewer_page().size(), 50'000u) << "the page is not there";
}

TEST(Gallery, ShowsTheWorstFirstAndLinksEach) {
  const std::string page = gallery({{"good day.html", json_report(holding_result())},
                                    {"bad.html", json_report(broken_result())}});
  const std::size_t bad = page.find("href=\"./bad.html\"");
  const std::size_t good = page.find("href=\"./good%20day.html\"");
  ASSERT_NE(bad, std::string::npos);
  ASSERT_NE(good, std::string::npos);
  EXPECT_LT(bad, good);
  EXPECT_NE(page.find("bob.phone consumed m2 twice"), std::string::npos);
  EXPECT_NE(page.find("2 results"), std::string::npos);
}

TEST(Gallery, KeepsHostileNamesText) {
  Result result = broken_result();
  result.headline = "<script>alert(1)</script>";
  const std::string page = gallery({{"\"><script>.html", json_report(result)}});
  EXPECT_EQ(page.find("<script"), std::string::npos);
}

}  // namespace
}  // namespace imstorm
