"""By which encoding the bytes of a file become letters: tables of words of many languages, and a few among others."""

import pytest

from metaselect.data import ReadingOptions, detect_csv_format, read_dataset, read_file, read_table
from metaselect.exceptions import DatasetError

# Words of each language, and the encodings that its tables come in.
LANGUAGES = {
    "de": ("Größe Straße München Köln Düsseldorf Nürnberg Würzburg weiß Österreich", "cp1252 mac_roman"),
    "fr": ("prénom qualité âge Orléans Besançon Nîmes Béziers été déjà Hélène Noël", "cp1252 mac_roman"),
    "pt": ("situação preço São Brasília Goiânia Belém João Conceição Não opções ações", "cp1252 latin-1"),
    "da": ("pris område København Århus Ålborg Sønderborg Hjørring blå rød grøn", "cp1252 latin-1"),
    "pl": ("województwo płeć wartość Łódź Kraków Wrocław Poznań Gdańsk Białystok Toruń", "cp1250 iso8859_2"),
    "cs": ("město příjmení Plzeň Žďár Děčín Ústí Třebíč Přerov Břeclav Kroměříž", "cp1250 iso8859_2"),
    "hu": ("város ár terület Győr Pécs Székesfehérvár nő férfi erős hűtő", "cp1250 iso8859_2"),
    "hr": ("županija površina Šibenik Čakovec Požega Đakovo muž žena cijena općina", "cp1250"),
    "ru": ("город цена площадь Москва Казань Пермь Самара Воронеж мужской женский", "cp1251 koi8_r cp866"),
    "uk": ("місто ціна площа Київ Харків Одеса Дніпро Львів чоловік жінка", "cp1251"),
    "bg": ("град цена площ София Пловдив Варна Бургас мъж жена район", "cp1251"),
    "el": ("πόλη τιμή φύλο ηλικία Αθήνα Θεσσαλονίκη Πάτρα Ηράκλειο άνδρας γυναίκα", "cp1253 iso8859_7"),
    "tr": ("şehir yaş ücret İstanbul Diyarbakır Eskişehir Şanlıurfa Muğla Iğdır kadın", "cp1254"),
    "he": ("עיר מחיר גיל ירושלים חיפה תל אביב באר שבע נתניה זכר נקבה", "cp1255"),
    "ar": ("مدينة سعر العمر القاهرة الرياض بغداد دمشق بيروت ذكر أنثى منطقة", "cp1256"),
    "ru, small letters": ("город цена мужской женский да нет улица дом район", "cp1251 koi8_r"),
    "lt": ("miestas kaina plotas Vilnius Šiauliai Panevėžys Marijampolė moteris vyras žmogus ąžuolas", "cp1257"),
    "zh": ("城市 面积 价格 性别 北京 上海 广州 深圳 成都 杭州 武汉 西安 南京 重庆 中等", "gb18030 gbk"),
    "zh-TW": ("城市 面積 價格 性別 臺北 高雄 臺中 臺南 新竹 桃園 基隆 嘉義 屏東 花蓮", "big5"),
    "ja": ("都市 価格 面積 性別 東京 大阪 京都 名古屋 札幌 福岡 さいたま つくば 男性 女性", "shift_jis euc_jp"),
    "ko": ("도시 가격 면적 성별 서울 부산 인천 대구 대전 광주 울산 수원 남성 여성", "euc_kr cp949"),
}
CASES = [(language, encoding) for language, (_, encodings) in LANGUAGES.items() for encoding in encodings.split()]


def text_of(words, n_rows=60, share=1):
    rows = [f"{words[j % len(words)] if j % share == 0 else 'ok'},{j},{j * 7 % 30}\n" for j in range(n_rows)]
    return f"{words[0]},{words[1]},y\n" + "".join(rows)


@pytest.mark.parametrize(("language", "encoding"), CASES, ids=str)
@pytest.mark.parametrize("share", [1, 3], ids=["full", "some"])
def test_tables_of_any_language_are_read_and_the_encoding_is_named(tmp_path, language, encoding, share):
    words = LANGUAGES[language][0].split()
    path = tmp_path / "table.csv"
    path.write_bytes(text_of(words, share=share).encode(encoding))
    file = read_file(path)
    assert list(file.table)[:2] == words[:2]
    assert [word for word in file.table[words[0]] if word != "ok"] == [
        words[j % len(words)] for j in range(60) if j % share == 0
    ]
    assert file.format.encoding in str(file.notes[0])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
@pytest.mark.parametrize("language", ["de", "ru", "zh", "ko"])
@pytest.mark.parametrize("start", ["", "sep=,\n"])
def test_unicode_needs_no_mark(tmp_path, encoding, language, start):
    words = LANGUAGES[language][0].split()
    path = tmp_path / "table.csv"
    path.write_bytes((start + text_of(words)).encode(encoding))
    file = read_file(path)
    assert file.table[words[0]].tolist() == [words[j % len(words)] for j in range(60)]
    assert not file.notes


def test_an_encoding_can_be_said(tmp_path):
    words = ["größe", "prénom", "naïve"]
    path = tmp_path / "table.csv"
    path.write_bytes(text_of(words).encode("cp850"))
    assert list(read_file(path, options=ReadingOptions.of(encoding="CP850")).table)[:2] == words[:2]
    with pytest.raises(DatasetError, match=r"cannot be read as utf-8.*give another encoding="):
        read_dataset(path, "y", encoding="utf-8")


def test_the_letters_of_a_late_row_tell_the_encoding(tmp_path):
    path = tmp_path / "table.csv"
    rows = "".join(f"plain,{i},{i % 7}\n" for i in range(30_000))
    late = "".join(f"{word},1,2\n" for word in LANGUAGES["ru"][0].split())
    path.write_bytes((f"a,b,y\n{rows}{late}").encode("cp1251"))
    assert read_file(path).table["a"].iloc[-1] == "женский"


def test_several_western_languages_in_one_table_are_western(tmp_path):
    words = ["Größe", "été", "niño", "Ålborg", "ação", "Besançon", "Zürich", "señor", "Malmö"]
    path = tmp_path / "table.csv"
    path.write_bytes(text_of(words).encode("cp1252"))
    assert read_file(path).format.encoding == "cp1252"


def test_a_few_western_letters_and_marks_are_no_signs_of_the_east(tmp_path):
    words = [
        "na\u00efve",
        "caf\u00e9",
        "\u201cquoted\u201d",
        "R\u2019s",
        "5\u20136",
        "\u00a9 1999",
        "Universit\u00e9 de Montr\u00e9al",
        "na\u00efve",
    ]
    path = tmp_path / "table.csv"
    path.write_bytes(text_of(words, share=5).encode("cp1252"))
    assert read_file(path).format.encoding == "cp1252"


def test_signs_beside_letters_are_read(tmp_path):
    words = ["iPhone\u624b\u673a", "A\u578b\u4ea7\u54c1", "\u4ef7\u683c", "\u9ad8\u7ea7VIP\u4f1a\u5458", "\u5317\u4eac"]
    path = tmp_path / "table.csv"
    path.write_bytes(text_of(words).encode("gbk"))
    assert read_file(path).table[words[0]].tolist()[:5] == words


# Few words, as in the names and the two or three classes of a small table.
SMALL = {
    "gbk": (
        "年龄,城市,收入,y 北京 上海",
        "年龄,城市,y 深圳 成都",
        "性别,血压,y 高 中 低",
        "编号,是否吸烟,y 是 否",
        "北京,n,y x z",
    ),
    "big5": ("年齡,城市,收入,y 臺北 高雄", "性別,血壓,y 高 中 低", "姓名,面積,y 男 女"),
    "shift_jis": ("年齢,都市,y 東京 大阪", "性別,血圧,y 高 中 低", "職業,学歴,y はい いいえ"),
    "euc_jp": ("年齢,都市,y 東京 大阪", "性別,血圧,y 高 中 低", "職業,学歴,y はい いいえ"),
    "euc_kr": ("나이,도시,소득,y 서울 부산", "성별,혈압,y 높음 중간 낮음", "직업,학력,y 남 여"),
    "cp1251": ("город,цена,y Москва Казань", "ГОРОД,ЦЕНА,y ДА НЕТ"),
    "koi8_r": ("город,цена,y Москва Казань",),
    "cp1253": ("πόλη,τιμή,y Αθήνα Πάτρα", "φύλο,ηλικία,y άνδρας γυναίκα"),
    "cp1256": ("مدينة,عمر,y القاهرة مرتفع",),
    "cp1252": (
        "Größe,Straße,y für über",
        "âge,prénom,y été déjà",
        "Año,Tamaño,y sí no",
        "T °C,v,y x z",
        "€,Fläche m²,y x z",
    ),
}


def test_a_few_words_tell_the_encoding_of_a_small_table(tmp_path):
    failures = []
    for encoding, tables in SMALL.items():
        for table in tables:
            names, *words = table.split(" ") if encoding != "cp1252" else table.rsplit(" ", 2)
            n_names = names.count(",") - 1
            rows = [[words[i % len(words)], *[str(i * 7 % 50)] * n_names, "yn"[i % 2]] for i in range(60)]
            path = tmp_path / "small.csv"
            path.write_bytes("\n".join([names, *(",".join(row) for row in rows)]).encode(encoding))
            read = read_file(path).table
            if list(read) != names.split(",") or read.iloc[0, 0] != words[0]:
                failures.append((encoding, table, list(read)))
    assert not failures


SIGNS = (
    *("°C µg/l", "20\xa0°C 30\xa0°C", "m² m³", "£5 £7.50", "7\xa0€ 9\xa0€", "±5 ±7", "½\xa0cup ¼\xa0cup", "3×4 5×6"),
    *("1\xa0000 2\xa0000", "„gut“ „schlecht“", "«bon» «mal»", "don’t can’t", "a\xa0–\xa0b c\xa0–\xa0d", "Nike® Puma™"),
    *("1º 2ª", "Köln,\xa0£5 Bonn,\xa0±7", "§\xa05 §\xa07"),
)


def test_signs_alone_are_western(tmp_path):
    failures = {}
    for cells in SIGNS:
        rows = "".join(f"{i}\t{cells.split(' ')[i % 2]}\t{'ab'[i % 3 == 0]}\n" for i in range(60))
        (tmp_path / "t.tsv").write_bytes(f"n\tunit\ty\n{rows}".encode("cp1252"))
        if (found := detect_csv_format(tmp_path / "t.tsv").encoding) != "cp1252":
            failures[cells] = found
    assert not failures


def test_a_short_table_in_chinese_is_read(tmp_path):
    rows = "".join(f"{20 + i},{['北京', '上海', '广州', '深圳'][i % 4]},{'是否'[i % 3 == 0]}\n" for i in range(60))
    (tmp_path / "t.csv").write_bytes(f"年龄,城市,y\n{rows}".encode("gbk"))
    assert list(read_table(tmp_path / "t.csv")) == ["年龄", "城市", "y"]


@pytest.mark.parametrize(("encoding", "place"), [("iso2022_jp", "東京"), ("iso2022_kr", "서울")])
def test_encodings_that_switch_alphabets_by_escapes_are_read(tmp_path, encoding, place):
    path = tmp_path / "t.csv"
    names = f"{place}1,n,y\n"
    path.write_bytes((names + "".join(f"{place},{i % 7},{i % 2}\n" for i in range(60))).encode(encoding))
    table = read_table(path)
    assert list(table) == [f"{place}1", "n", "y"]
    assert set(table[f"{place}1"]) == {place}


def test_an_escape_without_letters_behind_it_is_no_encoding(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"colour,n,y\n" + b"".join(b"\x1b$z\xc3\xa9,%d,%d\n" % (i % 7, i % 2) for i in range(60)))
    assert len(read_table(path)) == 60
