// SPDX-License-Identifier: LGPL-2.1-or-later
// Aligned text for people. Whatever came from elsewhere is shown without control characters, so
// that a host name cannot write to the reader's terminal.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace ramctl {

enum class Colour { none, bold, green, yellow, red };

struct Cell {
    Cell(std::string text, Colour colour = Colour::none) : text(std::move(text)), colour(colour) {}
    Cell(const char* text) : text(text) {}
    std::string text;
    Colour colour = Colour::none;
};

class Table {
public:
    explicit Table(std::vector<std::string> headings) : headings_(std::move(headings)) {}
    // As many cells as there are headings.
    void add(std::vector<Cell> cells) { rows_.push_back(std::move(cells)); }
    void print(std::ostream& out, bool colour);
    // Prints the rows added so far and forgets them, so that a long table needs little memory. The
    // widths are those of the first page that has rows; a wider cell pushes its line.
    void print_page(std::ostream& out, bool colour);

private:
    void print_headings(std::ostream& out, bool colour);

    std::vector<std::string> headings_;
    std::vector<std::vector<Cell>> rows_;
    std::vector<std::size_t> widths_;  // empty until the headings are printed
};

// "Name:  value" lines, the names set flush right as loginctl(1) does.
class Listing {
public:
    void add(std::string name, Cell value) {
        lines_.push_back({std::move(name), std::move(value)});
    }
    void print(std::ostream& out, bool colour) const;

private:
    struct Line {
        std::string name;
        Cell value;
    };
    std::vector<Line> lines_;
};

// Control characters, those of C1 included, become '?'; line feeds stay where they are wanted.
[[nodiscard]] std::string printable(std::string_view text, bool keep_line_feeds = false);

// Colour is for terminals, and for those who did not decline it (no-color.org).
[[nodiscard]] bool wants_colour(bool is_terminal, const char* no_color, const char* term);

}  // namespace ramctl
