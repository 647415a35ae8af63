/** What the product says by itself where no model is asked, or none may be believed. */
interface Sentences {
  /** People take over. */
  handOver: string;
  /** The same to somebody who may be in danger. */
  safety: string;
  /** An AI writes. Source: Regulation (EU) 2024/1689, Art. 50(1) */
  disclosure: string;
}

const sentences: Readonly<Record<string, Sentences>> = {
  en: {
    handOver: "Thank you for your message. A colleague takes over from here and will answer you personally.",
    safety:
      "Thank you for telling us. A colleague will read this personally as soon as possible. If you or somebody else is in danger, please call your local emergency number now.",
    disclosure: "This answer was written by our AI assistant; you can ask for a person at any time.",
  },
  de: {
    handOver:
      "Vielen Dank für Ihre Nachricht. Ab hier übernimmt jemand aus unserem Team und antwortet Ihnen persönlich.",
    safety:
      "Danke, dass Sie uns das sagen. Jemand aus unserem Team liest das so bald wie möglich persönlich. Wenn Sie oder andere in Gefahr sind, rufen Sie bitte sofort den Notruf 112.",
    disclosure: "Diese Antwort hat unser KI-Assistent geschrieben; Sie können jederzeit nach einem Menschen fragen.",
  },
  fr: {
    handOver:
      "Merci pour votre message. Une personne de notre équipe prend le relais et vous répondra personnellement.",
    safety:
      "Merci de nous en avoir parlé. Une personne de notre équipe vous lira dès que possible. Si vous ou quelqu’un d’autre êtes en danger, appelez tout de suite le 112.",
    disclosure: "Cette réponse a été rédigée par notre assistant IA ; vous pouvez demander une personne à tout moment.",
  },
  es: {
    handOver: "Gracias por tu mensaje. Una persona de nuestro equipo se ocupa a partir de ahora y te responderá.",
    safety:
      "Gracias por contárnoslo. Una persona de nuestro equipo lo leerá lo antes posible. Si tú u otra persona estáis en peligro, llama ahora al número de emergencias.",
    disclosure:
      "Esta respuesta la ha escrito nuestro asistente de IA; puedes pedir que te atienda una persona en cualquier momento.",
  },
  it: {
    handOver: "Grazie per il tuo messaggio. Da qui in poi se ne occupa una persona del nostro team, che ti risponderà.",
    safety:
      "Grazie per avercelo detto. Una persona del nostro team lo leggerà appena possibile. Se tu o qualcun altro siete in pericolo, chiama subito il 112.",
    disclosure:
      "Questa risposta è stata scritta dal nostro assistente IA; puoi chiedere di una persona in qualsiasi momento.",
  },
  nl: {
    handOver: "Bedankt voor je bericht. Een collega neemt het vanaf hier over en antwoordt je persoonlijk.",
    safety:
      "Bedankt dat je ons dit laat weten. Een collega leest dit zo snel mogelijk persoonlijk. Ben jij of is iemand anders in gevaar, bel dan direct 112.",
    disclosure: "Dit antwoord is geschreven door onze AI-assistent; je kunt altijd om een medewerker vragen.",
  },
  pt: {
    handOver: "Obrigado pela sua mensagem. Uma pessoa da nossa equipa assume a partir daqui e irá responder-lhe.",
    safety:
      "Obrigado por nos contar. Uma pessoa da nossa equipa lerá isto o mais depressa possível. Se há alguém em perigo, ligue já para o número de emergência.",
    disclosure: "Esta resposta foi escrita pelo nosso assistente de IA; pode pedir para falar com uma pessoa.",
  },
  da: {
    handOver: "Tak for din besked. En kollega overtager herfra og svarer dig personligt.",
    safety:
      "Tak, fordi du fortæller os det. En kollega læser det personligt hurtigst muligt. Er nogen i fare, så ring 112 nu.",
    disclosure: "Dette svar er skrevet af vores AI-assistent; du kan altid bede om en medarbejder.",
  },
  sv: {
    handOver: "Tack för ditt meddelande. En kollega tar över härifrån och svarar dig personligen.",
    safety:
      "Tack för att du berättar. En kollega läser det personligen så snart som möjligt. Är någon i fara, ring 112 nu.",
    disclosure: "Det här svaret är skrivet av vår AI-assistent; du kan alltid be om en medarbetare.",
  },
  nb: {
    handOver: "Takk for meldingen. En kollega tar over herfra og svarer deg personlig.",
    safety:
      "Takk for at du sier fra. En kollega leser dette personlig så snart som mulig. Er noen i fare, ring nødnummeret nå.",
    disclosure: "Dette svaret er skrevet av vår KI-assistent; du kan alltid be om en medarbeider.",
  },
  pl: {
    handOver: "Dziękujemy za wiadomość. Sprawę przejmuje osoba z naszego zespołu i odpowie osobiście.",
    safety:
      "Dziękujemy za tę wiadomość. Osoba z naszego zespołu przeczyta ją jak najszybciej. Jeśli ktoś jest w niebezpieczeństwie, prosimy zadzwonić pod numer 112.",
    disclosure: "Tę odpowiedź napisał nasz asystent AI; w każdej chwili można poprosić o kontakt z człowiekiem.",
  },
  fi: {
    handOver: "Kiitos viestistäsi. Kollegamme jatkaa tästä ja vastaa sinulle henkilökohtaisesti.",
    safety:
      "Kiitos, että kerroit. Kollegamme lukee tämän henkilökohtaisesti mahdollisimman pian. Jos joku on vaarassa, soita heti 112.",
    disclosure: "Tämän vastauksen kirjoitti tekoälyavustajamme; voit aina pyytää ihmistä.",
  },
};

/** In a language, by its tag; in English where we have none. */
export function sentencesIn(language: string | null): Sentences {
  return sentences[language?.split("-")[0] ?? "en"] ?? sentences.en!;
}
