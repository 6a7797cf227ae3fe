#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace imstorm {

/// What came before what, told pair by pair; says at once when that contradicts itself.
/// Keeps a topological order on line by affected regions (Marchetti-Spaccamela, Nanni, Rohnert
/// 1996): a pair that agrees with the order so far costs O(1), any other as much as the stretch
/// that it moves.
class Precedence {
 public:
  using Node = std::uint32_t;
  using Pair = std::uint32_t;
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  Node add_node();  ///< 0, 1, ...: after all others until a pair says otherwise
  /// Notes a pair. Returns its number (0, 1, ...), or kNone if it was known or leads a node to
  /// itself. REQUIRES: consistent().
  Pair add(Node before, Node after);
  bool consistent() const { return closing_ == kNone; }

  /// The fewest pairs that lead from a node back to itself, one after the other; empty if
  /// consistent.
  std::vector<Pair> shortest_cycle() const;

 private:
  struct Out {
    Pair first = kNone;
    std::uint32_t rank = 0;
  };
  struct Edge {
    Node before = 0;
    Node after = 0;
    Pair next = kNone;  // of the same `before`
  };

  bool known(Node before, Node after) const;
  bool reorder(Node before, Node after);

  std::vector<Out> nodes_;
  std::vector<Edge> pairs_;
  std::vector<Node> order_;  // order_[nodes_[n].rank] == n
  Pair closing_ = kNone;     // the pair that closed a cycle
};

}  // namespace imstorm
