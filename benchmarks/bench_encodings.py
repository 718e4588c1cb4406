"""Does charset-normalizer find the encoding of a table as well as the rule of `data/reading/encodings.py`?

Tables whose encoding is known: files of the given folders that are named after it (`cp1251.csv`) or listed below, and
tables of words of many languages, which are written here. A table is right if its text is. Run with:

    python benchmarks/bench_encodings.py FOLDER...
"""

from __future__ import annotations

import argparse
import codecs
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
from _results import write_results

from metaselect.data.reading.encodings import find_encoding
from metaselect.data.reading.file_bytes import start_of

# Files that do not say so in their names, by those who read them.
KNOWN = {"programming_languages.csv": "cp1252", "star_wars_survey.csv": "mac_roman"}
WESTERN = ("cp1252", "latin-1", "mac_roman")
WORDS = {
    "Größe Straße München Köln Düsseldorf Nürnberg Würzburg Lübeck grün weiß Österreich": WESTERN,
    "prénom qualité âge Orléans Besançon Nîmes Béziers Sète Évreux été déjà Hélène Noël": WESTERN,
    "año tamaño niños Málaga Córdoba León Cádiz Logroño España señor José María Peña Muñoz": WESTERN,
    "situação preço área São Brasília Goiânia Belém João Conceição Não Maranhão Ceará Paraná": WESTERN,
    "kön år färg Malmö Göteborg Örebro Västerås Linköping Umeå Gävle Borås Växjö Luleå blå": WESTERN,
    "województwo płeć wartość Łódź Kraków Wrocław Poznań Gdańsk Białystok Toruń żółty": ("cp1250", "iso8859_2"),
    "město příjmení Plzeň Žďár Děčín Ústí Třebíč Přerov Břeclav Příbram Kroměříž muž": ("cp1250", "iso8859_2"),
    "város ár terület név Győr Pécs Székesfehérvár Nyíregyháza Érd Veszprém nő férfi erős": ("cp1250", "iso8859_2"),
    "город цена площадь Москва Казань Пермь Самара Воронеж Тюмень мужской женский": ("cp1251", "koi8_r", "cp866"),
    "πόλη τιμή φύλο ηλικία Αθήνα Θεσσαλονίκη Πάτρα Ηράκλειο Λάρισα Βόλος άνδρας γυναίκα": ("cp1253",),
    "şehir yaş ücret İstanbul İzmir Diyarbakır Eskişehir Şanlıurfa Muğla Iğdır Kırşehir kadın": ("cp1254",),
    "城市 面积 价格 性别 北京 上海 广州 深圳 成都 杭州 武汉 西安 南京 重庆 男 女 高 低 中等": ("gb18030",),
    "城市 面積 價格 性別 臺北 高雄 臺中 臺南 新竹 桃園 基隆 嘉義 屏東 花蓮 男 女 高 低": ("big5",),
    "都市 価格 面積 性別 東京 大阪 京都 名古屋 札幌 福岡 神戸 横浜 さいたま 男性 女性": ("shift_jis", "euc_jp"),
    "도시 가격 면적 성별 서울 부산 인천 대구 대전 광주 울산 수원 남성 여성 높음 낮음": ("euc_kr",),
}


def main() -> None:
    """Print and write how many tables each approach reads right, of Western and of other languages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", metavar="FOLDER", nargs="*", type=Path, help="of files whose encodings are known")
    with tempfile.TemporaryDirectory() as folder:
        tables = list(write_tables(Path(folder)))
        for given in parser.parse_args().folders:
            tables += known(given)
        results = pd.DataFrame(judge(approach, tables) for approach in APPROACHES)
    print(results.to_string(index=False, float_format="%.1f"))
    print("written to", write_results(results, "encodings"))


def our_rule(path: Path) -> str | None:
    """Return what metaselect finds."""
    return find_encoding(path, start_of(path)).name


def charset_normalizer(path: Path) -> str | None:
    """Return what charset-normalizer finds in the whole file."""
    from charset_normalizer import from_bytes

    best = from_bytes(path.read_bytes()).best()
    return best and best.encoding


def charset_normalizer_on_words(path: Path) -> str | None:
    """Return what it finds in the cells that are not ASCII, among the encodings that tables are written in."""
    from charset_normalizer import from_bytes

    cells = {cell for cell in re.split(rb"[\r\n,;\t|]", path.read_bytes()) if not cell.isascii()}
    encodings = ["cp1250", "cp850", "gb18030", *WESTERN, *(name for names in WORDS.values() for name in names)]
    best = from_bytes(b"\n".join(sorted(cells)), cp_isolation=sorted(set(encodings))).best()
    return best and best.encoding


APPROACHES = (our_rule, charset_normalizer, charset_normalizer_on_words)


def write_tables(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield tables of each language in each of its encodings: full of its words, and with a few among English ones."""
    for i, (words, encodings) in enumerate(WORDS.items()):
        words = words.split()
        full = [f"{words[j % len(words)]},{j},{words[3 * j % len(words)]}" for j in range(60)]
        few = [f"{j},plain text,{words[j % len(words)] if j % 10 == 0 else 'ok'}" for j in range(60)]
        for encoding in encodings:
            for kind, lines in (("full", full), ("few", few)):
                path = folder / f"{i}_{kind}_{encoding}.csv"
                path.write_bytes("\n".join(["a,b,c", *lines]).encode(encoding))
                yield path, encoding


def known(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files of a folder that are not UTF-8 and of which the encoding is known."""
    for path in sorted(folder.iterdir()):
        encoding = KNOWN.get(path.name, path.stem)
        try:
            codecs.lookup(encoding)
            path.read_bytes().decode()
        except (LookupError, IsADirectoryError):
            continue
        except UnicodeDecodeError:
            yield path, encoding


def judge(approach: Callable[[Path], str | None], tables: list[tuple[Path, str]]) -> dict[str, object]:
    """Return how many tables an approach reads right, and in how many seconds."""
    right, n = {True: 0, False: 0}, {True: 0, False: 0}
    start = time.perf_counter()
    for path, encoding in tables:
        found, raw = approach(path), path.read_bytes()
        is_western = encoding in WESTERN
        n[is_western] += 1
        right[is_western] += found is not None and raw.decode(found, "replace") == raw.decode(encoding, "replace")
    return {
        "approach": approach.__name__,
        "western_right": right[True],
        "western": n[True],
        "others_right": right[False],
        "others": n[False],
        "seconds": time.perf_counter() - start,
    }


if __name__ == "__main__":
    main()
