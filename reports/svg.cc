#include "reports/svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reports/excerpt.h"
#include "reports/figures.h"
#include "reports/xml.h"

namespace imstorm {
namespace {

constexpr int kGutter = 130;  // px for the names
constexpr int kColumn = 64;   // px between two things that happen
constexpr int kRow = 54;      // px between two lanes
constexpr int kTop = 60;
constexpr std::string_view kInk = "#1b1d22", kMuted = "#5a5f6a", kLine = "#b9bcc4",
                           kPacket = "#2563c9", kLost = "#c2410c", kBad = "#c81e3a";

class Picture {
 public:
  explicit Picture(const Recording& recording)
      : recording_(recording), excerpt_(excerpt_of(recording)) {
    for (std::size_t i = 0; i < excerpt_.lanes.size(); ++i) {
      row_[excerpt_.lanes[i]] = kTop + static_cast<int>(i) * kRow;
    }
    width_ = kGutter + static_cast<int>(excerpt_.items.size() + 1) * kColumn + 60;
    height_ = kTop + static_cast<int>(excerpt_.lanes.size()) * kRow;
  }

  std::string draw() {
    for (const std::int64_t lane : excerpt_.lanes) draw_lane(lane);
    int x = kGutter - kColumn / 2;
    std::map<std::int64_t, int> place;  // lane -> x of what was drawn last
    std::int64_t arrived = Recording::kNone;
    for (const Excerpt::Item& item : excerpt_.items) {
      // A step stands where its packet has just arrived.
      const bool same = item.step >= 0 && arrived >= 0 && packet(arrived).received == item.step;
      if (!same) x += kColumn;
      if (item.packet >= 0) {
        draw_packet(packet(item.packet), place, x);
      } else {
        draw_step(item.step, x);
        place[recording_.steps[static_cast<std::size_t>(item.step)].lane] = x;
      }
      arrived = item.packet;
    }
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" "
        "height=\"{1}\" font-family=\"sans-serif\" font-size=\"11\">\n<defs><marker id=\"tip\" "
        "viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" "
        "orient=\"auto\"><path d=\"M0 0L8 4L0 8Z\" fill=\"{2}\"/></marker></defs>\n"
        "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
        "<text x=\"12\" y=\"24\" font-size=\"15\" font-weight=\"700\" fill=\"{3}\">{4}</text>\n"
        "{5}</svg>\n",
        width_, height_, kPacket, kInk, xml_text(recording_.headline), out_);
  }

 private:
  const Recording::Packet& packet(std::int64_t index) const {
    return recording_.packets[static_cast<std::size_t>(index)];
  }

  void text(int x, int y, std::string_view words, std::string_view color, const char* anchor) {
    out_ += fmt::format(
        "<text x=\"{}\" y=\"{}\" fill=\"{}\" text-anchor=\"{}\" stroke=\"#fff\" stroke-width=\"3\" "
        "paint-order=\"stroke\">{}</text>\n",
        x, y, color, anchor, xml_text(words));
  }

  void draw_lane(std::int64_t lane) {
    const int y = row_[lane];
    out_ += fmt::format("<path d=\"M{} {}H{}\" stroke=\"{}\"/>\n", kGutter, y, width_, kLine);
    text(12, y + 4, recording_.lanes[static_cast<std::size_t>(lane)].name, kInk, "start");
  }

  /// From where its sender was drawn last to here.
  void draw_packet(const Recording::Packet& packet, std::map<std::int64_t, int>& place, int x) {
    const auto sender = place.find(packet.from);
    const int from = sender != place.end() ? sender->second : std::max(kGutter, x - kColumn);
    const int y1 = row_[packet.from];
    const int y2 = packet.is_lost() ? y1 + (row_[packet.to] - y1) * 6 / 10 : row_[packet.to];
    const std::string_view color = packet.is_lost() ? kLost : kPacket;
    out_ +=
        fmt::format("<path d=\"M{} {}L{} {}\" stroke=\"{}\" stroke-width=\"1.8\"{}/>\n",
                    std::max(from, x - 2 * kColumn), y1, x, y2, color,
                    packet.is_lost() ? " stroke-dasharray=\"5 3\"" : " marker-end=\"url(#tip)\"");
    if (packet.is_lost()) {
      out_ += fmt::format(
          "<path d=\"M{0} {1}l10 10m0 -10l-10 10\" stroke=\"{2}\" stroke-width=\"2\"/>\n", x - 5,
          y2 - 5, color);
    }
    text(x - kColumn / 2, (y1 + y2) / 2 - 4,
         packet.title() + (packet.is_lost() ? " " + packet.fate : ""), color, "middle");
    if (!packet.is_lost()) place[packet.to] = x;
  }

  void draw_step(std::int64_t index, int x) {
    const Recording::Step& step = recording_.steps[static_cast<std::size_t>(index)];
    const int y = row_[step.lane];
    const bool broken = index == recording_.violation;
    out_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\" stroke=\"{}\"/>\n", x, y,
                        broken ? 7 : 4, broken ? kBad : "#fff", broken ? kBad : kInk);
    const std::string& lane = recording_.lanes[static_cast<std::size_t>(step.lane)].name;
    text(x, y + 17, sentence_of(step, lane), broken ? kBad : kInk, "middle");
    text(x, y + 29, clock_of(step.at), kMuted, "middle");
  }

  const Recording& recording_;
  Excerpt excerpt_;
  std::map<std::int64_t, int> row_;  // y of a lane
  int width_ = 0;
  int height_ = 0;
  std::string out_;
};

}  // namespace

std::string svg_report(const Recording& recording) { return Picture(recording).draw(); }

}  // namespace imstorm
