#include "model/types/frames.h"

#include <type_traits>

namespace imstorm {
namespace {

constexpr std::uint32_t kHeaderBytes = 24;
constexpr std::uint32_t kRowBytes = 16;

std::uint32_t list_bytes(const std::vector<Entry>& entries) {
  std::uint32_t bytes = 0;
  for (const Entry& entry : entries) bytes += kRowBytes + entry.bytes;
  return bytes;
}

template <class Row>
std::uint32_t row_bytes(const std::vector<Row>& rows) {
  return kRowBytes * static_cast<std::uint32_t>(rows.size());
}

std::uint32_t content_bytes(const Connect& f) { return row_bytes(f.positions); }
std::uint32_t content_bytes(const Connected& f) { return row_bytes(f.heads); }
std::uint32_t content_bytes(const Sync& f) { return row_bytes(f.positions); }
std::uint32_t content_bytes(const Send& f) { return kRowBytes + f.bytes; }
std::uint32_t content_bytes(const Append& f) { return kRowBytes + f.send.bytes; }
std::uint32_t content_bytes(const Data& f) { return list_bytes(f.entries); }
std::uint32_t content_bytes(const Page& f) { return list_bytes(f.entries); }
std::uint32_t content_bytes(const Cursors& f) { return row_bytes(f.rows); }
std::uint32_t content_bytes(const Push& f) { return kRowBytes + f.entry.bytes; }
std::uint32_t content_bytes(const Replicate& f) {
  std::uint32_t bytes = kRowBytes;
  for (const LogRow& row : f.rows) {
    bytes += row.what == nullptr ? kRowBytes : wire_bytes(row.what->frame);
  }
  return bytes;
}
std::uint32_t content_bytes(const Deliver& f) { return kRowBytes + f.entry.bytes; }
std::uint32_t content_bytes(const Raised& f) { return kRowBytes + f.entry.bytes; }
std::uint32_t content_bytes(const Taken& f) { return kRowBytes + row_bytes(f.members); }
std::uint32_t content_bytes(const Appended& f) { return kRowBytes + row_bytes(f.members); }
std::uint32_t content_bytes(const Members& f) { return kRowBytes + row_bytes(f.rows); }
std::uint32_t content_bytes(const Ping&) { return 0; }
std::uint32_t content_bytes(const Pong&) { return 0; }
std::uint32_t content_bytes(const Close&) { return 0; }
template <class Other>
std::uint32_t content_bytes(const Other&) {
  return kRowBytes;
}

template <class F>
concept HasBody = requires(const F& f) {
  f.body;
};

}  // namespace

std::uint32_t wire_bytes(const Frame& frame) {
  return kHeaderBytes + std::visit([](const auto& f) { return content_bytes(f); }, frame);
}

BodyId body_of(const Frame& frame) {
  return std::visit(
      [](const auto& f) {
        using F = std::decay_t<decltype(f)>;
        if constexpr (HasBody<F>) return f.body;
        if constexpr (std::is_same_v<F, Append>) return f.send.body;
        if constexpr (std::is_same_v<F, Push> || std::is_same_v<F, Deliver>) return f.entry.body;
        if constexpr (std::is_same_v<F, Data>) {
          return f.entries.empty() ? BodyId{} : f.entries.front().body;
        }
        return BodyId{};
      },
      frame);
}

ConvId conv_of(const Frame& frame) {
  return std::visit([](const auto& f) { return conv_in(f); }, frame);
}

}  // namespace imstorm
