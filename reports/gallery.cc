#include "reports/gallery.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "reports/figures.h"
#include "reports/gallery_style.h"
#include "reports/xml.h"

namespace imstorm {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 4> kByWeight = {"broken", "undecided", "vacuous", "holds"};

struct Card {
  std::string page, verdict, headline, scenario, title, numbers;
  std::size_t weight = 0;
};

std::size_t weight_of(std::string_view verdict) {
  return static_cast<std::size_t>(std::find(kByWeight.begin(), kByWeight.end(), verdict) -
                                  kByWeight.begin());
}

std::uint64_t number(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

std::string text(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// "3 broken, 10 hold".
std::string laws_of(const Json& laws) {
  std::array<std::size_t, kByWeight.size()> counts{};
  for (const Json& law : laws) {
    const std::size_t weight = weight_of(text(law, "verdict"));
    if (weight < counts.size()) counts[weight] += 1;
  }
  std::string out;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    const std::string_view word = kByWeight[i] == "holds" ? "hold" : kByWeight[i];
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", counts[i], word);
  }
  return out;
}

Card card_of(const GalleryEntry& entry) {
  const Json json = Json::parse(entry.result);
  const Json& run = json["run"];
  Card card;
  card.page = entry.page;
  card.verdict = text(json, "verdict");
  card.weight = weight_of(card.verdict);
  card.scenario = text(run, "scenario");
  card.title = text(run, "title");
  card.headline = text(json, "headline");
  if (card.headline.empty()) card.headline = card.title;
  card.numbers = fmt::format("{} · {}, {} · seed {}", laws_of(json["invariants"]),
                             counted(number(run, "runs"), "run"),
                             counted(number(run, "events"), "event"), text(run, "seed"));
  return card;
}

/// A file name in a link: whatever is not plain is escaped.
std::string link_to(std::string_view name) {
  std::string out = "./";
  for (const char c : name) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string item_of(const Card& card) {
  return fmt::format(
      "<li class=\"{}\"><a href=\"{}\"><b class=\"pill\">{}</b><span><strong>{}</strong>"
      "<small>{} · {}</small><small>{}</small></span></a></li>\n",
      xml_text(card.verdict), link_to(card.page), xml_text(card.verdict), xml_text(card.headline),
      xml_text(card.scenario), xml_text(card.title), xml_text(card.numbers));
}

}  // namespace

std::string gallery(const std::vector<GalleryEntry>& entries) {
  std::vector<Card> cards;
  for (const GalleryEntry& entry : entries) cards.push_back(card_of(entry));
  std::stable_sort(cards.begin(), cards.end(), [](const Card& a, const Card& b) {
    return a.weight != b.weight ? a.weight < b.weight : a.scenario < b.scenario;
  });
  std::string items;
  for (const Card& card : cards) items += item_of(card);
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'sha256-{}'; base-uri 'none'; form-action 'none'\">\n"
      "<title>imstorm: {}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n"
      "<h1>{}</h1>\n<ul>\n{}</ul>\n</main>\n</body>\n</html>\n",
      kGalleryStyleHash, counted(cards.size(), "result"), kGalleryStyle,
      counted(cards.size(), "result"), items);
}

}  // namespace imstorm
