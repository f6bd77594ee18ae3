// SPDX-License-Identifier: LGPL-2.1-or-later
#include "ramctl/table.h"

#include <algorithm>
#include <cstring>
#include <ostream>

namespace ramctl {
namespace {

constexpr const char* reset = "\033[0m";

const char* escape(Colour colour) {
    switch (colour) {
        case Colour::none:
            return "";
        case Colour::bold:
            return "\033[1m";
        case Colour::green:
            return "\033[32m";
        case Colour::yellow:
            return "\033[33m";
        case Colour::red:
            return "\033[31m";
    }
    return "";
}

// Code points: wide enough for what stands in these tables.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

void put(std::ostream& out, const Cell& cell, bool colour) {
    const bool coloured = colour && cell.colour != Colour::none;
    if (coloured) out << escape(cell.colour);
    out << printable(cell.text);
    if (coloured) out << reset;
}

// Nothing is filled up behind the last text of a line: no line ends with blanks.
void put_row(std::ostream& out, const std::vector<Cell>& cells,
             const std::vector<std::size_t>& widths, bool colour) {
    std::size_t blanks = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (!cells[i].text.empty()) {
            out << std::string(blanks, ' ');
            put(out, cells[i], colour);
            blanks = 0;
        }
        const std::size_t used = width(printable(cells[i].text));
        blanks += 2 + (used < widths[i] ? widths[i] - used : 0);
    }
    out << '\n';
}

}  // namespace

void Table::print_headings(std::ostream& out, bool colour) {
    std::vector<Cell> top;
    for (const auto& heading : headings_) {
        widths_.push_back(width(heading));
        top.emplace_back(heading, Colour::bold);
    }
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths_[i] = std::max(widths_[i], width(printable(row[i].text)));
    }
    put_row(out, top, widths_, colour);
}

void Table::print_page(std::ostream& out, bool colour) {
    if (rows_.empty()) return;
    print(out, colour);
}

void Table::print(std::ostream& out, bool colour) {
    if (widths_.empty()) print_headings(out, colour);
    for (const auto& row : rows_) put_row(out, row, widths_, colour);
    rows_.clear();
}

void Listing::print(std::ostream& out, bool colour) const {
    std::size_t widest = 0;
    for (const auto& line : lines_) widest = std::max(widest, width(line.name));
    for (const auto& line : lines_) {
        out << std::string(widest - width(line.name), ' ') << line.name << ": ";
        put(out, line.value, colour);
        out << '\n';
    }
}

std::string printable(std::string_view text, bool keep_line_feeds) {
    std::string shown;
    shown.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool c1 =
            byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (c1) ++i;
        const bool control = c1 || byte < 0x20 || byte == 0x7F;
        shown += control && !(keep_line_feeds && byte == '\n') ? '?' : text[i];
    }
    return shown;
}

bool wants_colour(bool is_terminal, const char* no_color, const char* term) {
    if (!is_terminal || (no_color != nullptr && *no_color != '\0')) return false;
    return term != nullptr && std::strcmp(term, "dumb") != 0;
}

}  // namespace ramctl
