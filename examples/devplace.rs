//! Scratch.
use std::io::Read;
fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let t = std::time::Instant::now();
    let _ = crossread::lexicon::places::lookup("Homs");
    eprintln!("load {:?}", t.elapsed());
    if std::env::args().nth(1).as_deref() == Some("bench") {
        let mut big = String::new();
        while big.len() < 5_000_000 {
            big.push_str(&text);
            big.push('\n');
        }
        for _ in 0..4 {
            let t = std::time::Instant::now();
            let n = crossread::lexicon::places::find_in(&big, 0..big.len()).len();
            println!("{n} {:.1} MB/s", big.len() as f64 / t.elapsed().as_secs_f64() / 1e6);
        }
        return;
    }
    for line in text.lines() {
        let v: Vec<String> = crossread::lexicon::places::find_in(line, 0..line.len())
            .into_iter()
            .map(|(r, p)| format!("{}→{}/{}/{:?}", &line[r], p.name, p.country, p.kind))
            .collect();
        println!("{}", v.join("; "));
    }
}
